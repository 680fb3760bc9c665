package dev.breakwater.core.exposure;

import java.util.List;
import java.util.Set;

/**
 * The APIs of API Gateway, as far as they concern one function.
 *
 * @param ids    of all APIs of the account and region; without a meaning where they could not be read
 * @param routes those that end in the function
 */
public record Apis(Set<String> ids, List<ApiRoute> routes) {

    public static Apis none() {
        return new Apis(Set.of(), List.of());
    }
}
