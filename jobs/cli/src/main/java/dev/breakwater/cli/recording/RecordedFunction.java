package dev.breakwater.cli.recording;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One function's minutes.
 *
 * @param name      the function's name
 * @param account   the account's id
 * @param region    the region
 * @param inventory its line of {@code functions.jsonl}, without line end
 * @param columns   values by {@link Column#ordinal()} and minute
 */
record RecordedFunction(String name, String account, String region, String inventory, int[][] columns) {

    static RecordedFunction of(JsonNode inventory, int[][] columns) {
        return new RecordedFunction(
                inventory.path("function").asText(),
                inventory.path("account").asText(),
                inventory.path("region").asText(),
                inventory.toString(),
                columns);
    }

    int at(Column column, int minute) {
        return columns[column.ordinal()][minute];
    }
}
