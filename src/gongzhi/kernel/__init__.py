"""Pure foundations: time, errors, scope, crypto, search text, files. No models, no domain."""
