package dev.breakwater.connectors.lambda.exposure;

import java.util.Map;

/**
 * The environment of a function. Values may be secrets: only names of resources are read from them, and they are never
 * shown.
 *
 * @param readable false when Lambda could not decrypt them
 */
public record Variables(Map<String, String> values, boolean readable) {

    @Override
    public String toString() {
        return "Variables[" + values.size() + ", values not shown]";
    }
}
