"""Fetching official texts (`manage.py fetch`): what to get, from which hosts, how patiently, and what is let in.

`plan` reads the addresses in `corpus/statutes.yaml`; `hosts` says where LawBase may go at all; `download` brings one file,
continued (`part`) and retried (`patience`); `flk` finds a Chinese norm's file by its title, `ticket` gets its signed address;
`formats` knows how large each kind of file may be and whether a file is what it claims; `shelf` puts it into `texts/` with
its sidecar; `note` writes the progress that the coverage page shows; `run` ties these together and ingests.
"""
