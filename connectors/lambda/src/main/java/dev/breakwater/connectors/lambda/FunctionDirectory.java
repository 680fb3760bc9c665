package dev.breakwater.connectors.lambda;

import java.util.List;

/** Which functions there are in one account and region, and how they are configured. */
@FunctionalInterface
public interface FunctionDirectory {

    Listing list();

    /**
     * @param functions what could be read
     * @param gaps      what could not, one line each; while there are any, "no such mark" is not known
     */
    record Listing(List<FunctionDescription> functions, List<String> gaps) {

        public boolean complete() {
            return gaps.isEmpty();
        }
    }
}
