package dev.breakwater.config;

import java.io.Serializable;

/** Where alarms go. */
public record NotifySettings(
        @Key(meaning = "PagerDuty, Events API v2") PagerDutySettings pagerduty,
        @Key(meaning = "an SNS topic") SnsSettings sns,
        @Key(meaning = "an EventBridge bus") EventBridgeSettings eventbridge,

        @Key(meaning = "publish key figures as CloudWatch metrics, 4 for each account and region")
        FiguresSettings cloudwatch,

        @Key(
                initial = "5",
                min = 2,
                max = 100,
                meaning = "so many incidents of one account and region that open within a minute are one alert")
        int together)
        implements Serializable {}
