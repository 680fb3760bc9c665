/**
 * Accepts requests over HTTP from people with a token, people behind a proxy, and people whom PagerDuty or Slack names.
 */
package dev.breakwater.cli.door;
