"""Every change of a document reaches the index: written down in the transaction that makes it, delivered afterwards.

triggers.py    database triggers write a row for whatever a document is made from, whoever changes it
delivery.py    rows are delivered in batches, with back-off; what an engine refuses for good is set aside
notice.py      after a commit: a task for the worker, or, without a broker, delivery in this process
"""
