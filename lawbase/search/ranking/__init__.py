"""The learned order of provisions: what to ask beside the plan, what is measured of each candidate, and the trees that weigh it.

lists.py      several ways to ask the same question; their best are the candidates
documents.py  what is known of every provision before any question
adapter.py    the question's vector, moved to where its answers lie
adapting.py   learning that from judged questions
memory.py     which provisions answered judged questions like this one
features.py   the measures of a candidate, one number each
trees.py      the model: a file of small trees, read with numpy alone
order.py      the places that fusion gives to provisions, taken in the learned order
training.py   making the model anew, and measuring it on questions that it was not taught
"""
