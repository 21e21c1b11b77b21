-- When a user was last seen is the latest of what the user did.
{{template "user_activity.sql"}}