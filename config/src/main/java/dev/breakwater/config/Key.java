package dev.breakwater.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What people write for a record component: the JSON Schema is made from it, tests hold the readers to it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Key {
    /** The key inside the section, dots for nested sections; empty: the component's name; {@code -}: no key. */
    String path() default "";

    /** What it means, with the unit. */
    String meaning() default "";

    /** The value taken when the key is left out, as people would write it; empty: none. */
    String initial() default "";

    /** Whether the section is refused without the key. */
    boolean required() default false;

    /** The smallest number accepted. */
    double min() default Double.NEGATIVE_INFINITY;

    /** The largest number accepted. */
    double max() default Double.POSITIVE_INFINITY;

    /** The shortest duration accepted, as people would write it. */
    String shortest() default "";

    /** The longest duration accepted, as people would write it. */
    String longest() default "";

    /** A JSON Schema fragment where the Java type does not say enough; empty: made from the type. */
    String schema() default "";
}
