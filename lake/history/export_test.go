package history

// ManagementOnly reports whether a question is about management events alone.
var ManagementOnly = managementOnly
