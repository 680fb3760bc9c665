package dev.breakwater.config.model;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one key of the file. The annotation is on the record component that gets the key's value, or on a
 * {@link Registered} record. The reader, the JSON Schema and the reference table use this annotation.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.TYPE})
public @interface Key {
    /** The meaning of the key, with its unit. */
    String doc() default "";

    /**
     * The key, with a dot between a section and its key. If this is empty, the component's name is the key. A dash
     * means that the component has no key. A single dot means that the record's keys belong to the enclosing section.
     * A star means that the component is the list of the {@link Registered} sections that the file has.
     */
    String name() default "";

    /** The default value, in the form in which people would write it. */
    String initial() default "";

    /** The default if it depends on another key: {@code KEY}, min(NUMBER, {@code KEY}) or max(NUMBER, {@code KEY}). */
    String derived() default "";

    /** The numbers or durations that are accepted, both ends included, like {@code 0 to 100} or {@code 1m to 24h}. */
    String bounds() default "";

    /** If true, 0 is refused although the bounds begin at 0. */
    boolean positive() default false;

    /**
     * The accepted words. If the key takes a number, an accepted word is read as NaN. If the key takes a whole number,
     * an accepted word is read as 0.
     */
    String[] words() default {};

    /** The form of text that is accepted. */
    Form form() default Form.TEXT;

    /** If true, the key must have a value whenever the file has its section. */
    boolean required() default false;

    /** The hint for a missing required key. If this is empty, the bounds, the type or the form give the hint. */
    String remedy() default "";

    /** The type of a section that may be written instead of a text. */
    Class<?> orSection() default Void.class;

    /** Kinds of text. */
    enum Form {
        TEXT("", "a text"),
        /** A local file or folder, made absolute. */
        LOCAL("", "a local path"),
        /** A local folder, made absolute, or a folder in S3. */
        PLACE("", "a local folder, or s3://bucket/prefix/"),
        /** A URL that the program calls: https, or http on a loopback host. */
        ENDPOINT("", "an https:// URL (http:// only for a loopback host)"),
        /** A URL that people open: https only. */
        LINK("", "an https:// URL"),
        NAME("[A-Za-z0-9][A-Za-z0-9._-]{0,63}", "1 to 64 letters, digits, dots, dashes or underscores"),
        INSTANCE("[A-Za-z0-9_.-]{1,64}", "1 to 64 letters, digits, - _ or ."),
        FUNCTION(
                "[A-Za-z0-9_:-]{1,140}",
                "the name of one function, without *; to cover several functions, name a group"),
        GLOB("[A-Za-z0-9_:*?-]{1,140}", "a function name, * for any characters, ? for one"),
        SCOPE("account|organisation", "account, organisation, { account: ID }, { group: NAME } or { function: NAME }"),
        ACCOUNT("[0-9]{12}", "the account number, 12 digits in quotes"),
        /** A region of any AWS partition, such as {@code us-gov-west-1} and {@code eusc-de-east-1}. */
        REGION("[a-z]+(-[a-z]+)+-[0-9]{1,2}", "a region like eu-west-1"),
        ROLE(
                "arn:aws(-[a-z]+)*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]{1,576}",
                "an ARN like arn:aws:iam::111122223333:role/NAME"),
        /** A role's ARN with a placeholder for the account number. */
        ROLES(
                "arn:aws(-[a-z]+)*:iam::\\{account\\}:role/([A-Za-z0-9+=,.@_/-]|\\{account\\}){1,512}",
                "an ARN like arn:aws:iam::{account}:role/NAME"),
        UNIT(
                "ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|r-[0-9a-z]{4,32}",
                "an id like ou-ab12-cdefgh34, or the root's, like r-ab12"),
        TOPIC(
                "arn:aws(-[a-z]+)*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}([.]fifo)?",
                "an ARN like arn:aws:sns:eu-west-1:111122223333:NAME"),
        BUS(
                "[A-Za-z0-9._/-]{1,256}|arn:aws(-[a-z]+)*:events:[a-z0-9-]+:[0-9]{12}:event-bus/[A-Za-z0-9._/-]{1,256}",
                "the name or the ARN of an event bus"),
        LISTEN(
                "(\\[[0-9A-Fa-f:.]{2,45}\\]|[A-Za-z0-9.-]{1,253}):"
                        + "(6553[0-5]|655[0-2][0-9]|65[0-4][0-9][0-9]|6[0-4][0-9]{3}|[1-5][0-9]{4}|[0-9]{1,4})",
                "host:port, like 0.0.0.0:8443"),
        HOST(
                "\\[[0-9A-Fa-f:.]{2,45}\\]|[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?",
                "a host name without port, like ops.example.com"),
        HEADER("[A-Za-z0-9-]{1,64}", "the name of a header, like X-Forwarded-User"),
        BALANCER(
                "arn:aws(-[a-z]+)*:elasticloadbalancing:[a-z0-9-]+:[0-9]{12}:loadbalancer/app/[A-Za-z0-9-]{1,32}/[0-9a-f]{16}",
                "an ARN like arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/NAME/0123456789abcdef"),
        PERSON("[A-Za-z0-9][A-Za-z0-9@._+ -]{0,119}", "a name or an e-mail address"),
        /** The hash of a token, or a reference to it. */
        HASH(
                "sha256:[0-9a-f]{32}:[0-9a-f]{64}|(env|file|aws-secret):[^\\s]{1,2048}",
                "the hash that breakwater console --new-token prints, or a reference to it like env:ALICE_HASH"),
        MEMBER("[UW][A-Z0-9]{2,20}", "a member id of Slack like U024BE7LH"),
        CURRENCY("USD", "USD, and convert the prices, because budgets and AWS's reports are in USD"),
        DATE("20[0-9]{2}-[01][0-9]-[0-3][0-9]", "the day the prices were read, like 2026-08-01"),
        ORIGIN("(?s).{1,200}", "where the prices were read");

        /**
         * A regular expression that the whole text must match. The value is empty if no pattern can express the form.
         */
        public final String pattern;

        /** The hint in an error message: what to write instead. */
        public final String remedy;

        Form(String pattern, String remedy) {
            this.pattern = pattern;
            this.remedy = remedy;
        }
    }
}
