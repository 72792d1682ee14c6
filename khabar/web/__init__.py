"""The HTTP API and the analysts' page. Needs the extra `web`."""
