/** An HTTP double of PagerDuty's Events API v2. It accepts only valid events, and its answers can be programmed. */
package dev.breakwater.connectors.testkit.pagerduty;
