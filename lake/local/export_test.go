package local

import "context"

// EventIDs are the ids of a store's events, sorted.
func EventIDs(ctx context.Context, s *Store) ([]string, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT eventid FROM events ORDER BY 1")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var ids []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}
