"""A stand-in of Twilio's SMS, on the same phones as the stand-in of WhatsApp."""
