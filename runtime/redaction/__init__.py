"""Takes out of texts that people read what looks like a secret, whoever wrote it there. `shapes` is its front.

What a run was given as a credential is found by its value, however it is written: see `runtime.masking`.
"""
