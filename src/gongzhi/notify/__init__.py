"""Messages to residents and staff: texts from the profile, gateways, the demo inbox."""
