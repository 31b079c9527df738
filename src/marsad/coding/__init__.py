"""From words and mentions to coded events: scopes, roles, casualties, the story of a report."""
