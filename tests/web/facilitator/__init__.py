"""The facilitator's wing."""
