/**
 * Takes requests over HTTP from people with a token or behind a proxy, and from people whom PagerDuty or Slack names.
 */
package dev.breakwater.cli.door;
