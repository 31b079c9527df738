"""Arabic primitives: folding, words, clitics and inflections. No lexicon, no disk."""
