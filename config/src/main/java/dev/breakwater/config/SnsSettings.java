package dev.breakwater.config;

import java.io.Serializable;

/**
 * An SNS topic.
 *
 * @param topicArn empty: none
 */
public record SnsSettings(
        @Key(required = true, meaning = "ARN of the topic") String topicArn) implements Serializable {

    /** Whether the file has the section. */
    public boolean enabled() {
        return !topicArn.isEmpty();
    }
}
