"""One team's log as the tools that teams use would export it, for tests that read exports.

`truth.make` gives what happened. Each writer (`own`, `salesforce`, `salesforce_report`, `hubspot`,
`hubspot_api`, `aircall`, `pipedrive`) writes it out in one shape, together with what must not count, and
says in constants what the shape can carry: `CARRIES`, the metrics, and `LOGS`, by kind of log, the outcomes
that arrive as another one. `dirt` spoils files that were written; `checking` holds the log against the truth.
"""
