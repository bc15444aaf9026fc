"""From the authors' files to the model: read with care, decoded once, judged as a whole."""
