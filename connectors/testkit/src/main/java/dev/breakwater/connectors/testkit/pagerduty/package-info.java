/** An HTTP double of PagerDuty's Events API v2: strict about what it takes, programmable in how it answers. */
package dev.breakwater.connectors.testkit.pagerduty;
