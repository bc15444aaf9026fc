"""The shapes on the wire: plain JSON, unsigned, each module one specification."""
