/** The one way in which people's requests reach the job, whichever door took them. */
package dev.breakwater.guard.door;
