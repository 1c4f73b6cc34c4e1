DELETE FROM handelse WHERE nummer <= $1
