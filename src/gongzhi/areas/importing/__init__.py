"""Areas from files and from the editor: reading, checking every row, saying what would change.

Nothing here writes; `services/stage_import.py` and `services/apply_import.py` do.
"""
