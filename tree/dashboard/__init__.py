"""The SDR performance dashboard: logged calls, emails, meetings, SAOs and revenue per SDR."""
