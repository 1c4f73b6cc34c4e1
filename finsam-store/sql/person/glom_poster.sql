DELETE FROM importpost WHERE sok = $1 AND import IN (SELECT i.nummer FROM import i WHERE i.part = $2)
