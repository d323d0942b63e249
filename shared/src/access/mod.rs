//! Who may see and do what: roles, grants, scopes, buckets, shares (design §5).
