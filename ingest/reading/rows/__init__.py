"""From text columns to typed, minimised rows: casts, shapes, and every reason why a row can't be right."""
