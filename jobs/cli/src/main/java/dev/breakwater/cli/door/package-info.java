/** Requests over HTTP from people with a token or behind a proxy, and from persons whom PagerDuty or Slack name. */
package dev.breakwater.cli.door;
