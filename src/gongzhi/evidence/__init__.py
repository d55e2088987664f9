"""Evidence: photos and short videos of services and estate projects, by consent (QJ-05, QJ-07)."""
