"""The command wall: one screen, one-key dispatch (QA-20)."""
