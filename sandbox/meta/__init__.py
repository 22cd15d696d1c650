"""Meta's WhatsApp Cloud API: the Graph endpoints, signed webhooks, and phones that answer."""
