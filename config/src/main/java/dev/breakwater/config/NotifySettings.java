package dev.breakwater.config;

import java.io.Serializable;

/** Where alarms go. */
public record NotifySettings(
        @Key(meaning = "PagerDuty, Events API v2") PagerDutySettings pagerduty,
        @Key(meaning = "an SNS topic") SnsSettings sns,
        @Key(meaning = "an EventBridge bus") EventBridgeSettings eventbridge)
        implements Serializable {}
