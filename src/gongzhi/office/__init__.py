"""Settings that an office changes itself: draft, preview, history, undo, export; the IT home."""
