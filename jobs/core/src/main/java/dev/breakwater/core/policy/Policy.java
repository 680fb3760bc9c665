package dev.breakwater.core.policy;

import java.util.Map;

/**
 * What may be done for the functions that it matches.
 *
 * @param name              unique in the book
 * @param functionPattern   a glob: {@code *} stands for any characters
 * @param tags              tags that a function must all have
 * @param protect           page, never throttle
 * @param warnNanoPerHour   excess of the trailing 60 minutes below which nothing is said, nano-USD
 * @param pageNanoPerHour   excess of the trailing 60 minutes below which nobody is paged, nano-USD
 * @param throttle          when and how it throttles
 * @param youngNanoPerHour  cost of the trailing 60 minutes at which a function without a baseline pages, nano-USD
 */
public record Policy(
        String name,
        String functionPattern,
        Map<String, String> tags,
        boolean protect,
        long warnNanoPerHour,
        long pageNanoPerHour,
        ThrottleRule throttle,
        long youngNanoPerHour)
        implements java.io.Serializable {

    /** Whether this policy speaks for a function of that name with those tags. */
    public boolean matches(String function, Map<String, String> functionTags) {
        return Glob.matches(functionPattern, function)
                && tags.entrySet().stream().allMatch(t -> t.getValue().equals(functionTags.get(t.getKey())));
    }
}
