package dev.breakwater.exposure.model;

/**
 * Something that could not be read.
 *
 * @param what       what was asked, of what
 * @param why        what AWS said
 * @param permission the permission that would help, or empty if it is not a matter of permission
 * @param without    what cannot be said without it
 */
public record Gap(String what, String why, String permission, String without) {

    /** One line. */
    public String text() {
        String need = permission.isEmpty() ? "" : " (needs " + permission + ")";
        return what + ": " + why + need + ": " + without;
    }
}
