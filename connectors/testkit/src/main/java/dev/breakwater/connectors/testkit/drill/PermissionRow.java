package dev.breakwater.connectors.testkit.drill;

/**
 * A line of the table in {@code docs/permissions.md}.
 *
 * @param permission for example {@code lambda:ListTags}
 * @param role       observe, act or job
 * @param withoutIt  what does not work without it, as the list of calls says
 * @param seen       what the drill saw without it
 */
public record PermissionRow(String permission, String role, String withoutIt, String seen) {

    /** The line in the document. */
    public String text() {
        return key() + withoutIt + " | " + seen + " |";
    }

    String key() {
        return "| `" + permission + "` | " + role + " | ";
    }
}
