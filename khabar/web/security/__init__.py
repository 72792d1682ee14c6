"""Who may do what, and what is let in: accounts, sessions, headers, limits, the addresses that are asked for others."""
