"""A small organisation with a service desk, for tests."""

DESK = """---
kind: team
id: desk
name: Desk
members: [amara, bo]
contact: {chat: "#desk", phone: "+47 55 50 12 00", mail: desk@tern.example}
---
kind: team
id: network
name: Network
members: [kofi]
contact: {chat: "#network"}
---
kind: customer
id: staff
name: Staff
---
kind: calendar
id: office
timezone: Europe/Oslo
hours: {mon: ["08:00-16:00"], tue: ["08:00-16:00"], wed: ["08:00-16:00"], thu: ["08:00-16:00"], fri: ["08:00-16:00"]}
---
kind: service
id: mail
name: Mail
class: business_service
description: Mail for everybody.
owner: desk
phase: catalog
criticality: somewhat_critical
customers: [staff]
delivered_by: [ci:mail-cloud]
next_review: 2027-03-01
support: {hours: office, contact: {phone: "+47 55 50 12 00"}}
---
kind: service_offering
id: mail-staff
service: mail
name: Mail for staff
phase: catalog
service_hours: office
---
kind: service_offering
id: mail-lists
service: mail
name: Lists
phase: catalog
service_hours: office
owner: network
---
kind: ci
id: mail-cloud
name: Mail cloud
class: application
owner: network
environment: production
criticality: somewhat_critical
lifecycle: operational/in_use
---
kind: ci
id: filter
name: Filter
class: application
owner: network
environment: production
criticality: less_critical
lifecycle: operational/in_use
attributes:
  allowed: [one.example]   # reviewed each spring
---
kind: agreement
id: mail-sla
type: sla
provider: desk
customer: customer:staff
covers: [service:mail]
starts: 2026-01-01
review_due: 2026-12-01
calendar: office
targets:
  - {metric: response, value: 1h, priority: 2, applies_to: [incident]}
  - {metric: response, value: 4h, applies_to: [incident]}
  - {metric: resolution, value: 8h, priority: 2, applies_to: [incident]}
---
kind: knowledge_article
id: kb-mail-slow
title: Mail is slow in the morning
type: problem
confidence: not_validated
audience: internal
governance: experience_based
applies_to: [service:mail]
owner: desk
reviewed_at: 2026-09-14
issue: Mail arrives late.
resolution: Wait for the filter.
---
kind: problem
id: prb-2026-09-01-filter
statement: The mail filter is slow
services: [service:mail]
symptom: Mail arrives late.
workaround: Restart the filter.
---
kind: change_model
id: open-site
type: standard
allowed: [{kind: ci, class: application, fields: [$.attributes]}]
max_risk: low
expires: 2028-01-01
---
kind: change_model
id: new-mailbox
type: standard
allowed: [{kind: ci, class: information_object, actions: [added]}]
max_risk: low
preset: {test_plan: Write to it.}
expires: 2028-01-01
---
kind: request_offering
id: mailbox
name: Mailbox
offering: mail-staff
fields:
  - {id: name, label: Name of the mailbox, type: text, required: true}
  - {id: readers, label: Who reads it, type: textarea, required: true, help: One handle a line}
  - {id: size, label: Size in GB, type: number}
  - {id: from_day, label: From, type: date}
  - {id: place, label: Place, type: select, required: true, options: [Bergen, Stavanger]}
  - {id: extras, label: Extras, type: multiselect, options: [Archive, "Calendar, too"]}
  - {id: outside, label: People outside may write, type: checkbox}
tasks:
  - {name: Create it, group: network, duration: 2h, after: [Check the name]}
  - {name: Check the name, group: desk, duration: 30min}
fulfilment: 1d
change_model: new-mailbox
edits:
  - new: ci
    id: {answer: name, as: id, prefix: mailbox-}
    folder: cmdb/mailboxes
    set:
      name: {answer: name}
      class: information_object
      owner: desk
      environment: production
      criticality: not_critical
      lifecycle: operational/in_use
      description: Asked for on purpose.
      attributes: {readers: {answer: readers, as: lines}, outside: {answer: outside}, since: {given: today}}
---
kind: request_offering
id: open
name: Open a site
offering: mail-staff
fields: [{id: site, label: Address, type: text, required: true}]
change_model: open-site
edits: [{record: "ci:filter", add: [{to: attributes.allowed, value: {answer: site}}]}]
---
kind: request_offering
id: plain
name: Something plain
offering: mail-staff
"""
"""Monday to Friday, eight to four; a promise about mail; what may be asked for, and how it is fulfilled."""
