"""What people read about an order, in their language."""
