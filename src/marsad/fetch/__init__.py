"""The only room that touches the network: polite, suspicious of addresses, and off unless asked."""
