"""The points bank (道德银行, QA-30): a ledger of thanks for service that a person chose to record."""
