package dev.breakwater.exposure.model;

/**
 * Something that could not be read.
 *
 * @param what       the call and its subject
 * @param why        what AWS said
 * @param permission the permission that would help, or empty if it is not a matter of permission
 * @param without    the missing conclusion
 */
public record Gap(String what, String why, String permission, String without) {

    /** One line. */
    public String text() {
        String need = permission.isEmpty() ? "" : " (needs " + permission + ")";
        return what + ": " + why + need + ": " + without;
    }
}
