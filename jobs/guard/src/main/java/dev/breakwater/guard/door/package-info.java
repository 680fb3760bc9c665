/** Takes people's requests to the job, wherever they are made. */
package dev.breakwater.guard.door;
