package dev.breakwater.exposure.model;

import dev.breakwater.exposure.iam.Role;
import dev.breakwater.exposure.iam.Statement;
import dev.breakwater.model.Scope;
import dev.breakwater.model.exposure.Fact;
import dev.breakwater.model.exposure.FunctionSurface.SentTo;
import dev.breakwater.model.exposure.FunctionSurface.SourceMapping;
import dev.breakwater.model.exposure.FunctionSurface.Url;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.LimitReading.LimitValue;
import dev.breakwater.model.kind.ResourceKind;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * The concurrency of one account and region.
 *
 * @param concurrent concurrent executions of all functions, or -1 if it could not be read
 * @param unreserved concurrent executions that no function has reserved, or -1
 */
public record AccountReading(String account, String region, int concurrent, int unreserved) {

    public boolean read() {
        return concurrent >= 0;
    }

    /**
     * A part of an account that could not be read.
     *
     * @param what       the call and its subject
     * @param why        AWS's answer
     * @param permission the missing permission, or empty if there is another reason
     * @param without    the missing conclusion
     */
    public record Gap(String what, String why, String permission, String without) {

        /** Returns the gap as one line of text. */
        public String text() {
            String need = permission.isEmpty() ? "" : " (needs " + permission + ")";
            return what + ": " + why + need + ": " + without;
        }
    }

    /**
     * The facts that were read about a function.
     *
     * @param facts  memory, time-out, tags, and the reservation without Breakwater's limit
     * @param unread the facts that could not be read; for these facts, the value "none" has no meaning
     */
    public record FunctionReading(
            FunctionFacts facts, EntryPoints entryPoints, FunctionReading.Outputs outputs, Set<Fact> unread) {

        public Scope scope() {
            return facts.scope();
        }

        public String arn() {
            return ResourceKind.arnOf(scope());
        }

        /** Returns the function's own reservation, or {@link LimitValue#NONE} if there is none or it could not be read. */
        public int reserved() {
            return facts.reservation().previous();
        }

        /** Returns whether Breakwater's limit is the function's present reservation. */
        public boolean throttled() {
            return facts.reservation().held();
        }

        /** Returns whether somebody tagged the function. AWS's own tags and Breakwater's tags do not count. */
        public boolean tagged() {
            return facts.tags().keySet().stream()
                    .anyMatch(key -> !key.startsWith("aws:") && !key.startsWith("breakwater:"));
        }

        /**
         * The resources that a function can reach.
         *
         * @param logGroup     log group of the function, like {@code /aws/lambda/checkout}
         * @param destinations where Lambda sends the results of invocations
         * @param references   the resources that the function's environment names
         * @param role         the function's execution role
         */
        public record Outputs(String logGroup, List<SentTo> destinations, List<Reference> references, Role role) {

            public static Outputs unknown() {
                return new Outputs("", List.of(), List.of(), Role.unread(""));
            }

            /**
             * An environment variable that names a resource.
             *
             * @param variable name of the variable; the value is not kept
             * @param arn      the resource
             */
            public record Reference(String variable, String arn) {}
        }
    }

    /**
     * The ways in which a function can be started: function URLs, resource policies, event source mappings and APIs.
     *
     * @param policies the policies by alias or version; the function's own policy has an empty name. AWS judges a call only
     *     by the policy of the alias or version that was called
     */
    public record EntryPoints(
            List<Url> urls, Map<String, List<Statement>> policies, List<SourceMapping> mappings, Apis apis) {

        public static EntryPoints none() {
            return new EntryPoints(List.of(), Map.of(), List.of(), Apis.none());
        }

        /** Returns the statements of all policies in all documents. */
        public List<Statement> statements() {
            return policies.values().stream().flatMap(List::stream).distinct().toList();
        }

        /**
         * The APIs of API Gateway that concern one function.
         *
         * @param ids    ids of all APIs of the account and region; meaningless if they could not be read
         * @param routes routes that end in the function
         */
        public record Apis(Set<String> ids, List<ApiRoute> routes) {

            public static Apis none() {
                return new Apis(Set.of(), List.of());
            }
        }

        /**
         * A route to a function through an API of API Gateway.
         *
         * @param api  the API's id
         * @param text text for people: the API and route, with the authorization or the unknown part
         */
        public record ApiRoute(String api, Asks asks, String text) {

            /** The credential that a caller needs. */
            public enum Asks {
                NOTHING,
                /** An authoriser, a signature or a key. */
                SOMETHING,
                NOT_KNOWN,
                /** No stage serves the route. */
                NOT_DEPLOYED
            }
        }
    }

    /**
     * The known usage of functions.
     *
     * @param peaks          concurrency, by function
     * @param lastUsedMillis end of the last minute with an invocation, epoch milliseconds, by function
     * @param fromMillis the start of the observed time, epoch milliseconds
     * @param toMillis the end of the observed time, epoch milliseconds
     */
    public record Usage(
            Map<Scope, Usage.Peaks> peaks, Map<Scope, Long> lastUsedMillis, long fromMillis, long toMillis) {

        /** Returns an empty history. */
        public static Usage none() {
            return new Usage(Map.of(), Map.of(), 0, 0);
        }

        /** Returns whether a function had no calls in the given time. The result is null if the history is too short. */
        public Boolean unused(Scope key, long millis, long nowMillis) {
            Long last = lastUsedMillis.get(key);
            if (last != null && last > nowMillis - millis) return false;
            // the history may have ended a day ago
            boolean reaches = fromMillis <= nowMillis - millis && toMillis >= nowMillis - millis / 30;
            return reaches ? true : null;
        }

        /**
         * The concurrency of a function as one peak per minute. Minutes without calls are left out.
         *
         * @param minutesByPeak number of minutes with each peak; never empty
         */
        public record Peaks(NavigableMap<Integer, Integer> minutesByPeak) {

            /** Keeps a copy. */
            public Peaks {
                if (minutesByPeak.isEmpty()) throw new IllegalArgumentException("no minute");
                minutesByPeak = Collections.unmodifiableNavigableMap(new TreeMap<>(minutesByPeak));
            }

            /** Returns the highest peak. */
            public int highest() {
                return minutesByPeak.lastKey();
            }

            public int minutes() {
                return minutesByPeak.values().stream()
                        .mapToInt(Integer::intValue)
                        .sum();
            }

            /** Returns the concurrency that this share of the minutes (0 to 1) does not exceed. */
            public int quantile(double share) {
                double rank = Math.max(1, Math.ceil(share * minutes() - 1e-9));
                int below = 0;
                for (Map.Entry<Integer, Integer> e : minutesByPeak.entrySet()) {
                    below += e.getValue();
                    if (below >= rank) return e.getKey();
                }
                return highest();
            }

            /** Returns the number of minutes in which this limit would have refused calls. */
            public int minutesAbove(int limit) {
                return minutesByPeak.tailMap(limit, false).values().stream()
                        .mapToInt(Integer::intValue)
                        .sum();
            }
        }
    }
}
