"""What must not stand in public: numbers, names, doors, however they are written; a record for each."""
