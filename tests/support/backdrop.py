"""The records that every example takes for granted."""

from datetime import date

TODAY = date(2026, 11, 24)

BACKDROP = """---
kind: team
id: desk
name: Desk
members: [amara]
contact: {mail: desk@tern-ferries.example, phone: "+47 55 50 12 00"}
---
kind: supplier
id: northsat
name: Northsat AS
contact: {mail: noc@northsat.example}
---
kind: customer
id: passengers
name: Passengers
---
kind: calendar
id: always
timezone: Europe/Oslo
hours: always
"""
