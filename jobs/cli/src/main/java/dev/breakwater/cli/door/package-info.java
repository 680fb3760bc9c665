/** Who may ask for something over HTTP: people with a token or behind a proxy, and persons of whom PagerDuty or Slack say so. */
package dev.breakwater.cli.door;
