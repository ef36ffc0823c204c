"""The order of the core library: what the editors wrote beside the law leads a question to provisions.

items.py     topics, kinds of infringement, parts of claims, headings and cases: their words, and the provisions they name
measures.py  what words, meaning and the items near a question say of every provision of the core library, one number each
order.py     a weight for each measure, read from corpus/ranking/core.json; the order, and the item that speaks for a hit
training.py  finding the weights, and measuring them on questions that they do not come from
"""
